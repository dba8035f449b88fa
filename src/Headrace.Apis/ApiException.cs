namespace Headrace.Apis;

/// <summary>A refusal in API Gateway's codes and words.</summary>
public sealed class ApiException(string code, int status, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
