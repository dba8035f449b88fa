namespace Headrace.Gateway.Lambda.Concurrency;

/// <param name="ReservedConcurrentExecutions">Null: none reserved.</param>
internal sealed record FunctionConcurrency(int? ReservedConcurrentExecutions);
