using Headrace.Tables.Expressions;
using Headrace.Tables.Legacy;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Tables.Reading;

/// <summary>A query or scan held against its table: where to read, and what to make of what is read.</summary>
internal sealed record ReadPlan
{
    public required Table Table { get; init; }

    public required TableIndex? Index { get; init; }

    public required ReadRequest Request { get; init; }

    /// <summary>Of a query; null scans.</summary>
    public byte[]? Place { get; init; }

    public Bounds Range { get; init; } = Bounds.All;

    /// <summary>In the table or index that is read.</summary>
    public ItemKey? Start { get; init; }

    /// <summary>The start key's place in the table, where an index is read.</summary>
    public ItemKey? StartItem { get; init; }

    /// <summary>The index does not project all that is wanted: its items are fetched from the table.</summary>
    public bool FetchesItems { get; init; }

    /// <exception cref="TablesException">ValidationException, ResourceNotFoundException.</exception>
    public static ReadPlan Of(Table table, ReadRequest request)
    {
        var index = request.IndexName is null ? null : FindIndex(table, request);
        var codec = index?.Key ?? table.Key;
        string[] startNames = [.. table.Key.Fields.Concat(codec.Fields).Select(static field => field.Name).Distinct()];
        var isQuery = request.KeyConditions is not null;
        var fetches = index is { HasWholeItems: false } && request.Selection == Selection.AllAttributes;
        if (request.StartKey is { } start && start.Count != startNames.Length)
        {
            throw InvalidStart(isQuery || index is not null ? "" : ": The provided key element does not match the schema");
        }

        var plan = isQuery ? OfQuery(table, index, request, codec) : OfScan(table, index, request, codec);
        if (fetches && index!.Definition.IsGlobal)
        {
            throw TablesErrors.InvalidParameter(
                $"Select type ALL_ATTRIBUTES is not supported for global secondary index {index.Definition.Name} because its projection type is not ALL");
        }

        CheckNestedKeys(table, request.Projection?.Paths ?? []);
        var unprojected = index is null ? [] : Wanted(request).Where(name => !index.Projects(name)).Distinct().ToArray();
        if (unprojected.Length > 0 && index!.Definition.IsGlobal)
        {
            throw TablesErrors.InvalidParameter($"Global secondary index {index.Definition.Name} does not project [{string.Join(", ", unprojected)}]");
        }

        return plan with { FetchesItems = fetches || unprojected.Length > 0 };
    }

    private static TableIndex FindIndex(Table table, ReadRequest request)
    {
        var index = table.FindIndex(request.IndexName!) ?? throw TablesErrors.Invalid($"The table does not have the specified index: {request.IndexName}");
        if (index.Definition.IsGlobal && request.IsConsistent)
        {
            throw TablesErrors.Invalid("Consistent reads are not supported on global secondary indexes");
        }

        return index.Definition.IsBackfilling
            ? throw TablesErrors.Invalid($"Cannot read from backfilling global secondary index: {request.IndexName}")
            : index;
    }

    private static ReadPlan OfQuery(Table table, TableIndex? index, ReadRequest request, KeyCodec codec)
    {
        var conditions = request.KeyConditions!;
        LegacyCondition? Find(KeyField? field) => field is null ? null : conditions.FirstOrDefault(condition => condition.Name == field.Name);
        foreach (var field in codec.Fields)
        {
            var isHash = field == codec.Hash;
            if (request.StartKey is { } start && (!start.TryGetValue(field.Name, out var value) || value.Type != field.Type))
            {
                throw InvalidStart("");
            }

            if (isHash && codec.Range is null && conditions.Count > 1)
            {
                throw TablesErrors.Invalid("Query key condition not supported");
            }

            if (Find(field) is not { } condition)
            {
                if (isHash || conditions.Count > 1)
                {
                    throw TablesErrors.Invalid($"Query condition missed key schema element: {field.Name}");
                }

                continue;
            }

            CheckKeyCondition(condition, field, isHash);
        }

        var hash = Find(codec.Hash)!.Values[0];
        var range = Find(codec.Range);
        var plan = new ReadPlan
        {
            Table = table,
            Index = index,
            Request = request,
            Place = KeyCodec.PlaceOf(hash),
            Range = range is null ? Bounds.All : Bounds.Of(range),
        };
        if (request.StartKey is { } from)
        {
            plan = plan.StartingAt(from, codec);
            var isInRange = range is null || ConditionEvaluator.Holds(range.ToCondition(), from);
            var isInPlace = from[codec.Hash.Name].Equals(hash);
            if (range is null && !isInPlace)
            {
                throw TablesErrors.Invalid("The provided starting key is outside query boundaries based on provided conditions");
            }

            if (!isInRange)
            {
                throw TablesErrors.Invalid("The provided starting key does not match the range key predicate");
            }

            if (!isInPlace)
            {
                throw TablesErrors.Invalid("The query can return at most one row and cannot be restarted");
            }
        }

        foreach (var field in codec.Fields)
        {
            if (request.Filter is { } filter && ConditionPaths.Of(filter).Any(path => path.Attribute == field.Name))
            {
                throw TablesErrors.Invalid($"{request.FilterName} can only contain non-primary key attributes: Primary key attribute: {field.Name}");
            }
        }

        return plan;
    }

    private static void CheckKeyCondition(LegacyCondition condition, KeyField field, bool isHash)
    {
        if (condition.Operator is "NULL" or "NOT_NULL" or "NE" or "CONTAINS" or "NOT_CONTAINS" or "IN")
        {
            throw TablesErrors.Invalid("Attempted conditional constraint is not an indexable operation");
        }

        if (condition.Values.Any(value => value.Type != field.Type))
        {
            throw TablesErrors.InvalidParameter("Condition parameter type does not match schema type");
        }

        if (isHash && condition.Operator != "EQ")
        {
            throw TablesErrors.Invalid("Query key condition not supported");
        }

        if (condition.Values.FirstOrDefault(KeyCodec.IsEmpty) is { } empty)
        {
            throw TablesErrors.Invalid(
                $"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {KeyCodec.Kind(empty)} value. Key: {field.Name}");
        }
    }

    private static ReadPlan OfScan(Table table, TableIndex? index, ReadRequest request, KeyCodec codec)
    {
        var plan = new ReadPlan { Table = table, Index = index, Request = request };
        if (request.StartKey is not { } start)
        {
            return plan;
        }

        if (index is not null && codec.Fields.Any(field => !start.TryGetValue(field.Name, out var value) || value.Type != field.Type))
        {
            throw InvalidStart("");
        }

        plan = plan.StartingAt(start, codec);
        var place = plan.Start!.Value.Place;
        if (place.AsSpan().SequenceCompareTo(KeyCodec.SegmentStart(request.Segment, request.Segments)) < 0
            || (KeyCodec.SegmentStart(request.Segment + 1, request.Segments) is { } end && place.AsSpan().SequenceCompareTo(end) >= 0))
        {
            throw InvalidStart(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: {request.Segments} Segment: {request.Segment}"));
        }

        return plan;
    }

    private ReadPlan StartingAt(Dictionary<string, AttributeValue> start, KeyCodec codec)
    {
        try
        {
            var item = Table.Key.Check(start);
            return this with { Start = codec.Check(start), StartItem = item };
        }
        catch (TablesException refused) when (refused.Code == TablesErrors.Validation)
        {
            throw InvalidStart(": " + refused.Message);
        }
    }

    private static void CheckNestedKeys(Table table, IReadOnlyList<DocumentPath> paths)
    {
        foreach (var path in paths)
        {
            if (path.IsNested && table.Key.Fields.Any(field => field.Name == path.Attribute))
            {
                throw TablesErrors.Invalid($"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: {path.Attribute}");
            }

            if (path.IsNested && table.Indexes.Any(index => index.Key.Fields.Any(field => field.Name == path.Attribute)))
            {
                throw TablesErrors.Invalid($"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: {path.Attribute}");
            }
        }
    }

    private static IEnumerable<string> Wanted(ReadRequest request) =>
        (request.Projection?.Paths ?? []).Concat(request.Filter is { } filter ? ConditionPaths.Of(filter) : []).Select(static path => path.Attribute);

    private static TablesException InvalidStart(string why) => TablesErrors.Invalid($"The provided starting key is invalid{why}");
}
