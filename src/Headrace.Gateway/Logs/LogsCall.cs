using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.Telemetry.Logs;
using Headrace.Wire;

namespace Headrace.Gateway.Logs;

/// <summary>One call of an operation: its JSON members, and its answer.</summary>
/// <remarks>Members are read first; <see cref="Validate"/> then tells of all that are missing or out of range at once, as AWS does.</remarks>
internal sealed partial class LogsCall(GatewayRequest request, JsonElement body, LogStore logs, TimeProvider time)
{
    private readonly HashSet<string> _read = [];
    private readonly List<string> _failures = [];

    public LogStore Logs { get; } = logs;

    public Scope Scope => request.Scope;

    public CancellationToken Aborted => request.Aborted;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public string? Text(string name, int least = 0, int most = int.MaxValue)
    {
        var value = Find(name, JsonValueKind.String)?.GetString();
        if (value is not null)
        {
            Check(value.Length >= least, value, name, $"Member must have length greater than or equal to {least}");
            Check(value.Length <= most, value, name, $"Member must have length less than or equal to {most}");
        }

        return value;
    }

    public string Required(string name, int least = 1, int most = int.MaxValue)
    {
        var value = Text(name, least, most);
        NotNull(name, value);
        return value ?? "";
    }

    public long? Number(string name, long least = long.MinValue, long most = long.MaxValue)
    {
        if (Find(name, JsonValueKind.Number) is not { } member)
        {
            return null;
        }

        var value = member.TryGetInt64(out var whole) ? whole
            : member.TryGetDouble(out var real) && Math.Abs(real) < 9e18 ? (long)real
            : throw LogsErrors.Serialization("NUMBER_VALUE can not be converted to a Long");
        var text = value.ToString(CultureInfo.InvariantCulture);
        Check(value >= least, text, name, $"Member must have value greater than or equal to {least}");
        Check(value <= most, text, name, $"Member must have value less than or equal to {most}");
        return value;
    }

    public int Limit(int most, int otherwise) => (int)(Number("limit", 1, most) ?? otherwise);

    public bool Truth(string name) => Find(name, JsonValueKind.True)?.GetBoolean() ?? false;

    public JsonElement? List(string name, int least = 0, int most = int.MaxValue)
    {
        var list = Find(name, JsonValueKind.Array);
        if (list is { } found)
        {
            Check(found.GetArrayLength() >= least, found.GetRawText(), name, $"Member must have length greater than or equal to {least}");
            Check(found.GetArrayLength() <= most, $"[{found.GetArrayLength()} items]", name, $"Member must have length less than or equal to {most}");
        }

        return list;
    }

    public IReadOnlyList<string>? Texts(string name, int least = 0, int most = int.MaxValue) => List(name, least, most) is { } list
        ? [.. list.EnumerateArray().Select(item => Expect(item, JsonValueKind.String).GetString()!)]
        : null;

    public Dictionary<string, string>? Map(string name) => Find(name, JsonValueKind.Object)?.EnumerateObject()
        .ToDictionary(member => member.Name, member => Expect(member.Value, JsonValueKind.String).GetString()!, StringComparer.Ordinal);

    public void NotNull(string name, object? value)
    {
        if (value is null)
        {
            _failures.Add($"Value null at '{name}' failed to satisfy constraint: Member must not be null");
        }
    }

    public void OneOf(string name, string? value, params ReadOnlySpan<string> allowed) =>
        Check(value is null || allowed.Contains(value), value, name, $"Member must satisfy enum value set: [{string.Join(", ", allowed!)}]");

    public void Check(bool holds, string? value, string name, string constraint)
    {
        if (!holds)
        {
            _failures.Add($"Value '{value}' at '{name}' failed to satisfy constraint: {constraint}");
        }
    }

    /// <summary>Every member has been read.</summary>
    /// <exception cref="WireException">One is missing, out of range, or asks for something that is not there.</exception>
    public void Validate()
    {
        if (_failures.Count > 0)
        {
            throw LogsErrors.Validation(_failures);
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!_read.Contains(member.Name) && !IsEmpty(member.Value))
            {
                throw LogsErrors.NotImplemented($"The parameter {member.Name}");
            }
        }
    }

    /// <summary>A group's name, well formed.</summary>
    public string GroupName(string member = "logGroupName") => CheckedGroup(member, Required(member));

    /// <summary>A group by <c>logGroupName</c>, or by name or ARN in <c>logGroupIdentifier</c>.</summary>
    public string GroupNameOrIdentifier()
    {
        var name = Text("logGroupName", 1);
        var identifier = Text("logGroupIdentifier", 1, 2048);
        if (name is not null && identifier is not null)
        {
            throw new WireException("ValidationException", 400, "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }

        if (identifier is not null)
        {
            return LogsArn.GroupOf(identifier, Scope) ?? CheckedGroup("logGroupIdentifier", identifier);
        }

        NotNull("logGroupName", name);
        return CheckedGroup("logGroupName", name ?? "");
    }

    public string StreamName()
    {
        var name = Required("logStreamName", most: 512);
        Check(!name.AsSpan().ContainsAny(':', '*'), name, "logStreamName", "Member must satisfy regular expression pattern: [^:*]*");
        return name;
    }

    /// <exception cref="WireException">There is none.</exception>
    public LogGroup Group(string name) => Logs.FindGroup(name) ?? throw LogsErrors.NoGroup();

    /// <summary>Answers with an empty body, as operations do that return nothing.</summary>
    public Task AnswerAsync()
    {
        request.Http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public async Task AnswerAsync(Action<Utf8JsonWriter> write)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        var response = request.Http.Response;
        response.ContentType = LogsEndpoint.ContentType;
        response.ContentLength = content.WrittenCount;
        await response.Body.WriteAsync(content.WrittenMemory, Aborted);
    }

    /// <summary>A value of the kind that the operation's model has.</summary>
    public static JsonElement Expect(JsonElement value, JsonValueKind kind) => value.ValueKind == kind || (kind == JsonValueKind.True && value.ValueKind == JsonValueKind.False)
        ? value
        : throw LogsErrors.Serialization(value.ValueKind switch
        {
            JsonValueKind.Object => "Start of structure or map found where not expected.",
            JsonValueKind.Array => "Start of list found where not expected",
            _ => $"{NameOf(value.ValueKind)} can not be converted to a {kind switch { JsonValueKind.String => "String", JsonValueKind.Number => "Long", JsonValueKind.True => "Boolean", JsonValueKind.Array => "List", _ => "Structure" }}",
        });

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "STRING_VALUE",
        JsonValueKind.Number => "NUMBER_VALUE",
        JsonValueKind.True => "TRUE_VALUE",
        JsonValueKind.False => "FALSE_VALUE",
        _ => "NULL_VALUE",
    };

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    [GeneratedRegex(@"^[\.\-_/#A-Za-z0-9]*\z")]
    private static partial Regex GroupNamePattern();

    private string CheckedGroup(string member, string name)
    {
        Check(GroupNamePattern().IsMatch(name), name, member, @"Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+");
        return name.Length <= 512 ? name : throw LogsErrors.Invalid("Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
    }

    private JsonElement? Find(string name, JsonValueKind kind)
    {
        _read.Add(name);
        return body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Expect(value, kind) : null;
    }
}
