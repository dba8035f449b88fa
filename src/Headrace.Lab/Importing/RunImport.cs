using System.Globalization;
using Headrace.Lab.Joining;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>Files of other tools, and logs, → one run.</summary>
public sealed class RunImport(ImportOptions options)
{
    private readonly ImportedParts _parts = new();
    private readonly List<string> _sources = [];
    private readonly List<SourceFile> _logs = [];
    private InvocationLog? _log;

    /// <summary>Adds a file, or a folder's files (the export of a log group to S3).</summary>
    /// <exception cref="LabException">It cannot be read, or is none of the kinds that can.</exception>
    public void Add(string path)
    {
        if (Directory.Exists(path))
        {
            // S3's export leaves a file that only tries the permission.
            var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "aws-logs-write-test").Order(StringComparer.Ordinal).ToList();
            files.ForEach(AddFile);
            _ = files.Count > 0 ? 0 : throw new LabException($"there is no file in {path}");
        }
        else
        {
            AddFile(path);
        }

        _sources.Add(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }

    /// <summary>A log that is read from its service; call it after all items were added.</summary>
    public InvocationLog Log(string source)
    {
        _sources.Add(source);
        return TheLog();
    }

    /// <param name="folder">Where the run shall be; nothing is written yet.</param>
    /// <exception cref="LabException">There is nothing in it.</exception>
    public (Run Run, LocustFigures Locust) Finish(string folder, TimeProvider time, IReadOnlyList<string> versions)
    {
        foreach (var file in _logs)
        {
            Read(file, options.Kind ?? file.Detect(), TheLog());
        }

        var (items, clock) = Join();
        if (!_parts.HasLevels)
        {
            items = ImportLevels.Apply(items, options, _parts.Remarks);
        }

        for (var index = 0; options.MemorySize > 0 && index < items.Count; index++)
        {
            if (items.At(index).MemorySize == 0)
            {
                items.Set(index, items.At(index) with { MemorySize = options.MemorySize });
            }
        }

        if (items.Count == 0 && _parts.Locust.IsEmpty)
        {
            throw new LabException($"{string.Join(", ", _sources)}: nothing in it that could be reported{string.Concat(_parts.Remarks.Select(remark => $"; {remark}"))}");
        }

        var (first, last) = Span(items, time);
        return (new Run(new RunFolder(folder), new RunManifest
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Kind = "imported",
            Started = first,
            Ended = last,
            Versions = versions,
            Sources = [.. _sources],
            Clock = clock,
            Remarks = [.. _parts.Remarks],
        }, items), _parts.Locust);
    }

    private void AddFile(string path)
    {
        var file = new SourceFile(path);
        var kind = options.Kind ?? file.Detect();
        if (kind is SourceKind.LogsJson or SourceKind.LogsText)
        {
            // After all items: a line may name one.
            _logs.Add(file);
        }
        else
        {
            Read(file, kind, null);
        }
    }

    private void Read(SourceFile file, SourceKind kind, InvocationLog? log)
    {
        switch (kind)
        {
            case SourceKind.Events:
                EventsCsv.Read(file.Path, _parts.Remarks, _parts.Items);
                _parts.HasLevels = true;
                break;
            case SourceKind.LogsData:
                LogsDataImport.Read(file, options, _parts);
                break;
            case SourceKind.LocustStats:
                _parts.Locust = LocustImport.ReadStats(file, _parts.Locust);
                break;
            case SourceKind.LocustHistory:
                _parts.Locust = LocustImport.ReadHistory(file, _parts.Locust);
                break;
            case SourceKind.LocustFailures:
                _parts.Locust = LocustImport.ReadFailures(file, _parts.Locust);
                break;
            case SourceKind.Detections:
                DetectionEntry.Read(file, _parts);
                break;
            case SourceKind.LogsJson:
                LogPage.Read(file, log!);
                break;
            case SourceKind.LogsText:
                LogText.Read(file, log!);
                break;
        }
    }

    private InvocationLog TheLog() => _log ??= new InvocationLog(options.Function, _parts.Items.Count == 0 ? null : new KeyFinder(_parts.Items.Select(item => item.Id)).Find);

    private (ItemTable Items, ClockOffset? Clock) Join()
    {
        if (_log is null)
        {
            return (_parts.Items, null);
        }

        if (_parts.Items.Count == 0)
        {
            var attempts = _log.Invocations.GroupBy(invocation => invocation.RequestId, StringComparer.Ordinal).ToList();
            var repeated = _log.Invocations.Count - attempts.Count;
            if (repeated > 0)
            {
                _parts.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{repeated} invocations are further attempts: an item is its last one, from its first one's start"));
            }

            return (ItemTable.Of(attempts.Select(invocation => InvocationJoin.ItemOf(invocation.First(), invocation.Last()))), null);
        }

        var joined = InvocationJoin.Apply(_parts.Items, _log.Invocations, null);
        _parts.Remarks.AddRange(joined.Remarks);
        if (joined.Others.Count > 0)
        {
            _parts.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{joined.Others.Count} invocations of the log belong to no item and are left out"));
        }

        return (_parts.Items, joined.Clock);
    }

    private (DateTimeOffset First, DateTimeOffset Last) Span(ItemTable items, TimeProvider time)
    {
        var (first, last) = (new Moment(long.MaxValue), Moment.Unknown);
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            first = item.FirstSeen.IsKnown && item.FirstSeen < first ? item.FirstSeen : first;
            last = item.LastSeen > last ? item.LastSeen : last;
        }

        return last.IsKnown ? ((first < last ? first : last).ToDateTimeOffset(), last.ToDateTimeOffset())
            : _parts.Locust.History is [var begin, .., var end] ? (DateTimeOffset.FromUnixTimeSeconds(begin.Timestamp), DateTimeOffset.FromUnixTimeSeconds(end.Timestamp))
            : (time.GetUtcNow(), time.GetUtcNow());
    }
}
