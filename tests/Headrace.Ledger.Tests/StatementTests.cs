using Xunit;

namespace Headrace.Ledger.Tests;

public sealed class StatementTests
{
    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_was_bound()
    {
        await using var test = new TemporaryLedger();

        test.Ledger.Read(connection =>
        {
            using var statement = connection.Prepare("SELECT ?, ?, ?, ?, ?, ?, ?, ?");
            statement.Bind(1, "text é😀").Bind(2, long.MinValue).Bind(3, 1.5).Bind(4, new byte[] { 0, 255 }.AsSpan()).Bind(5, (string?)null)
                .Bind(6, (long?)null).Bind(7, (byte[]?)null).Bind(8, ReadOnlySpan<byte>.Empty);
            Assert.True(statement.Step());
            Assert.Equal("text é😀", statement.Text(0));
            Assert.Equal(long.MinValue, statement.Int64(1));
            Assert.Equal(1.5, statement.Double(2));
            Assert.Equal([0, 255], statement.BytesOrNull(3)!);
            Assert.Null(statement.TextOrNull(4));
            Assert.Null(statement.Int64OrNull(5));
            Assert.Null(statement.BytesOrNull(6));
            Assert.Equal([], statement.BytesOrNull(7)!);
            Assert.False(statement.Step());
            return true;
        });
    }

    [Fact]
    public async Task A_statement_may_be_prepared_again_while_it_runs()
    {
        await using var test = new TemporaryLedger();

        var pairs = test.Ledger.Read(connection =>
        {
            const string sql = "WITH n(i) AS (VALUES(1), (2), (3)) SELECT i FROM n";
            var found = new List<(long, long)>();
            using var outer = connection.Prepare(sql);
            while (outer.Step())
            {
                using var inner = connection.Prepare(sql);
                while (inner.Step())
                {
                    found.Add((outer.Int64(0), inner.Int64(0)));
                }
            }

            return found;
        });

        Assert.Equal(9, pairs.Distinct().Count());
    }

    [Fact]
    public async Task Wrong_sql_says_so()
    {
        await using var test = new TemporaryLedger();
        Assert.Contains("no such table: nowhere", Assert.Throws<LedgerException>(() => test.Ledger.Read(connection => connection.Prepare("SELECT * FROM nowhere"))).Message, StringComparison.Ordinal);
    }
}
