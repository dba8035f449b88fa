using Headrace.Apis;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ApiGateway;

/// <summary>An operation, and what it takes in the query.</summary>
internal sealed record ApiOperation(Func<ApiCall, Task> Run, IReadOnlyList<string> Parameters)
{
    /// <summary>A signature may stand in the query too; a parameter without a value asks for nothing.</summary>
    /// <exception cref="ApiException">501: a parameter that AWS or nobody knows, and that would be passed over.</exception>
    public void RefuseOthers(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!Parameters.Contains(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) && values.Any(static value => !string.IsNullOrEmpty(value)))
            {
                throw ApiErrors.NotImplemented($"The query parameter {name}");
            }
        }
    }
}
