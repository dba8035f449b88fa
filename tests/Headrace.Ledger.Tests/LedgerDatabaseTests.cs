using Xunit;

namespace Headrace.Ledger.Tests;

public sealed class LedgerDatabaseTests
{
    [Fact]
    public async Task What_was_committed_is_there_after_reopening()
    {
        await using var test = new TemporaryLedger();
        await test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "one"), default);
        await test.ReopenAsync();

        Assert.Equal(["one"], test.Names());
    }

    [Fact]
    public async Task The_log_is_carried_over_into_the_database_while_commits_go_on_and_is_begun_anew()
    {
        await using var test = new TemporaryLedger();
        test.Ledger.EnsureSchema("CREATE TABLE bulk(id INTEGER PRIMARY KEY, bytes BLOB);");
        const long many = 200L << 20;
        long written = 0, database = 0;
        var log = new FileInfo(test.Path + "-wal");
        bool isBegunAnew;
        do
        {
            await test.Ledger.CommitAsync(
                transaction =>
                {
                    using var insert = transaction.Prepare("INSERT INTO bulk(bytes) VALUES(zeroblob(200000))");
                    return insert.Run();
                },
                default);
            written += 200_000;
            log.Refresh();
            database = new FileInfo(test.Path).Length;

            // Its file never shrinks: that more was written than it is long says that it was begun anew.
            isBegunAnew = log.Length < written;
        }
        while (!isBegunAnew && written < many);

        Assert.True(isBegunAnew, $"{written} bytes written, {log.Length} in the log, {database} in the database.");
        Assert.True(database > 4_000_000, $"{database}");
    }

    [Fact]
    public async Task Work_that_throws_is_undone_alone_and_its_neighbours_in_the_same_commit_are_kept()
    {
        await using var test = new TemporaryLedger();
        var (gate, holding) = await test.HoldWriterAsync();

        // All of these wait for the writer, so they share its next commit.
        var committed = 0;
        var works = Enumerable.Range(0, 50).Select(i => test.Ledger.CommitAsync(
            transaction =>
            {
                TemporaryLedger.Insert(transaction, $"{i}");
                transaction.OnCommitted(() => committed++);
                return i % 7 == 3 ? throw new InvalidOperationException($"{i}") : i;
            },
            default)).ToList();
        gate.Set();
        await holding;

        for (var i = 0; i < works.Count; i++)
        {
            if (i % 7 == 3)
            {
                Assert.Equal($"{i}", (await Assert.ThrowsAsync<InvalidOperationException>(() => works[i])).Message);
            }
            else
            {
                Assert.Equal(i, await works[i]);
            }
        }

        Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 7 != 3).Select(i => $"{i}"), test.Names());
        Assert.Equal(43, committed);
    }

    [Fact]
    public async Task A_constraint_that_does_not_hold_harms_only_its_own_work()
    {
        await using var test = new TemporaryLedger();
        await test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "one"), default);

        var failure = await Assert.ThrowsAsync<LedgerException>(() => test.Ledger.CommitAsync(
            transaction =>
            {
                TemporaryLedger.Insert(transaction, "two");
                return TemporaryLedger.Insert(transaction, "one");
            },
            default));

        Assert.True(failure.IsConstraint);
        Assert.Equal(["one"], test.Names());
        await test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "three"), default);
        Assert.Equal(["one", "three"], test.Names());
    }

    [Fact]
    public async Task Contents_are_flushed_before_the_row_that_points_at_them_is_visible()
    {
        await using var test = new TemporaryLedger();
        var content = new RecordingContent(() => test.Names().Count);

        await test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "one"), default, content);

        Assert.Equal([0], content.Flushes);
        Assert.Equal(["one"], test.Names());
    }

    [Fact]
    public async Task Many_works_in_one_commit_flush_a_content_once()
    {
        await using var test = new TemporaryLedger();
        var content = new RecordingContent(() => 0);
        var (gate, holding) = await test.HoldWriterAsync();
        var works = Enumerable.Range(0, 20).Select(i => test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, $"{i}"), default, content)).ToList();
        gate.Set();

        await Task.WhenAll(works.Append<Task>(holding));

        Assert.Single(content.Flushes);
    }

    [Fact]
    public async Task What_is_patient_shares_the_commit_of_what_is_not()
    {
        await using var test = new TemporaryLedger();
        var content = new RecordingContent(() => 0);
        var (gate, holding) = await test.HoldWriterAsync();
        var patient = test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "patient"), default, content, isPatient: true);
        var urgent = test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "urgent"), default, content);
        gate.Set();

        await Task.WhenAll(holding, patient, urgent);

        Assert.Single(content.Flushes);
        Assert.Equal(["urgent", "patient"], test.Names());
    }

    [Fact]
    public async Task What_is_patient_is_committed_without_company_too()
    {
        await using var test = new TemporaryLedger();
        await test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "alone"), default, isPatient: true);
        Assert.Equal(["alone"], test.Names());

        var last = test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "last"), default, isPatient: true);
        await test.ReopenAsync();
        await last;
        Assert.Equal(["alone", "last"], test.Names());
    }

    [Fact]
    public async Task When_a_flush_fails_nothing_of_the_commit_is_kept_and_the_next_one_works()
    {
        await using var test = new TemporaryLedger();
        var content = new RecordingContent(() => throw new IOException("disk on fire"));
        var told = false;

        var failure = await Assert.ThrowsAsync<IOException>(() => test.Ledger.CommitAsync(
            transaction =>
            {
                transaction.OnCommitted(() => told = true);
                return TemporaryLedger.Insert(transaction, "one");
            },
            default,
            content));

        Assert.Equal("disk on fire", failure.Message);
        Assert.False(told);
        Assert.Empty(test.Names());
        await test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "two"), default);
        Assert.Equal(["two"], test.Names());
    }

    [Fact]
    public async Task Work_cancelled_before_it_begins_is_dropped()
    {
        await using var test = new TemporaryLedger();
        var (gate, holding) = await test.HoldWriterAsync();
        using var cancelled = new CancellationTokenSource();
        var dropped = test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "dropped"), cancelled.Token);
        var kept = test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, "kept"), default);
        await cancelled.CancelAsync();
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dropped);
        await kept;
        await holding;
        Assert.Equal(["kept"], test.Names());
    }

    [Fact]
    public async Task Readers_see_only_whole_commits_and_do_not_wait_for_the_writer()
    {
        await using var test = new TemporaryLedger();
        var (gate, entered) = (new ManualResetEventSlim(), new TaskCompletionSource());
        var writing = test.Ledger.CommitAsync(
            transaction =>
            {
                TemporaryLedger.Insert(transaction, "half");
                entered.SetResult();
                gate.Wait();
                return TemporaryLedger.Insert(transaction, "whole");
            },
            default);
        await entered.Task;

        Assert.Empty(test.Names());
        gate.Set();
        await writing;
        Assert.Equal(["half", "whole"], test.Names());
    }

    [Fact]
    public async Task Closing_commits_what_is_waiting()
    {
        await using var test = new TemporaryLedger();
        var works = Enumerable.Range(0, 1000).Select(i => test.Ledger.CommitAsync(transaction => TemporaryLedger.Insert(transaction, $"{i}"), default)).ToList();

        await test.ReopenAsync();

        await Task.WhenAll(works);
        Assert.Equal(1000, test.Names().Count);
    }

    [Fact]
    public async Task After_closing_commits_and_reads_are_refused()
    {
        await using var test = new TemporaryLedger();
        await test.Ledger.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Ledger.CommitAsync(_ => true, default));
        Assert.Throws<ObjectDisposedException>(() => test.Ledger.Read(_ => true));
    }

    [Fact]
    public async Task Space_of_deleted_rows_goes_back_to_the_file_system()
    {
        await using var test = new TemporaryLedger();
        test.Ledger.EnsureSchema("CREATE TABLE blob(bytes BLOB);");
        for (var i = 0; i < 64; i++)
        {
            await test.Ledger.CommitAsync(transaction =>
            {
                using var statement = transaction.Prepare("INSERT INTO blob VALUES(zeroblob(1048576))");
                return statement.Run();
            }, default);
        }

        await test.Ledger.CommitAsync(transaction =>
        {
            using var statement = transaction.Prepare("DELETE FROM blob");
            return statement.Run();
        }, default);
        var waited = 0;
        while (test.FreePages() > 4096)
        {
            // The writer gives pages back whenever nothing is waiting: between these.
            await test.Ledger.CommitAsync(_ => true, default);
            Assert.InRange(++waited, 0, 100_000);
        }

        await test.ReopenAsync();
        Assert.InRange(new FileInfo(test.Path).Length, 1, 24L << 20);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string('x', 10_000));
            Assert.Contains("not a database", Assert.Throws<LedgerException>(() => LedgerDatabase.Open(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class RecordingContent(Func<int> onFlush) : IDurableContent
    {
        public List<int> Flushes { get; } = [];

        public void Flush() => Flushes.Add(onFlush());
    }
}
