using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Schema;

namespace Headrace.Gateway.DynamoDb;

/// <summary>One request: its parameters, types and constraints checked, and what it may call on.</summary>
internal sealed class DynamoDbCall(GatewayRequest request, TableStore store, ITableMetrics? metrics, TimeProvider time, string operation, JsonElement input)
{
    private readonly HashSet<string> _touched = [];

    public TableStore Store => store;

    public ITableMetrics? Metrics => metrics;

    public TimeProvider Time => time;

    public JsonElement Input => input;

    public TableScope Scope { get; } = new(request.Scope.AccountId, request.Scope.Region);

    /// <summary>Host and port that the client has called.</summary>
    public string Host => request.Http.Request.Host.Value ?? "";

    public CancellationToken Aborted => request.Aborted;

    /// <summary>Items in the answer, where that counts.</summary>
    public int? ReturnedItems { get; set; }

    /// <summary>The table that a name or ARN names, for its items.</summary>
    /// <exception cref="TablesException">ResourceNotFoundException.</exception>
    public Table Table(string nameOrArn)
    {
        var table = store.Require(Scope, TableName(nameOrArn));
        _touched.Add(table.Name);
        return table;
    }

    /// <summary>The table of the parameter TableName.</summary>
    /// <exception cref="TablesException">ResourceNotFoundException.</exception>
    public Table Table() => Table(input.GetProperty("TableName").GetString()!);

    /// <summary>The name in the parameter TableName.</summary>
    /// <exception cref="TablesException">ResourceNotFoundException: an ARN of another account or region.</exception>
    public string TableName() => TableName(input.GetProperty("TableName").GetString()!);

    /// <exception cref="TablesException">ResourceNotFoundException: an ARN of another account or region.</exception>
    public string TableName(string nameOrArn)
    {
        if (!nameOrArn.StartsWith("arn:", StringComparison.Ordinal))
        {
            return nameOrArn;
        }

        var prefix = $"arn:aws:dynamodb:{Scope.Region}:{Scope.Account}:table/";
        return nameOrArn.StartsWith(prefix, StringComparison.Ordinal) ? nameOrArn[prefix.Length..] : throw TablesErrors.TableNotFound();
    }

    public void Succeeded(TimeSpan latency)
    {
        foreach (var table in _touched)
        {
            metrics?.Succeeded(table, operation, latency, ReturnedItems);
        }
    }

    public void Failed()
    {
        foreach (var table in _touched)
        {
            metrics?.SystemError(table, operation);
        }
    }
}
