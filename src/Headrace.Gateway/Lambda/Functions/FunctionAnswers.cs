using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>
/// One configuration as different operations answer it. Work is done when a call returns, so that functions are Active at once; the
/// answers of the changing operations say Pending and InProgress as AWS's do, and whoever waits for Active waits for one poll.
/// Becoming Active is a revision of its own, so those answers carry one that is over by the time they arrive.
/// </summary>
internal static class FunctionAnswers
{
    private const string Reason = "The function is being created.";

    public static FunctionConfiguration Created(FunctionConfiguration configuration) =>
        configuration with { RevisionId = Function.NewRevision(), State = "Pending", StateReason = Reason, StateReasonCode = "Creating" };

    public static FunctionConfiguration Updated(FunctionConfiguration configuration) => configuration with
    {
        RevisionId = Function.NewRevision(),
        State = "Active",
        LastUpdateStatus = "InProgress",
        LastUpdateStatusReason = Reason,
        LastUpdateStatusReasonCode = "Creating",
    };

    /// <param name="arn">As it was asked for.</param>
    public static FunctionConfiguration Current(FunctionConfiguration configuration, string arn) =>
        configuration with { FunctionArn = arn, State = "Active", LastUpdateStatus = "Successful" };

    /// <param name="arn">Listings qualify or not, as the operation says.</param>
    public static FunctionConfiguration Listed(FunctionConfiguration configuration, string arn) =>
        configuration with { FunctionArn = arn, RuntimeVersionConfig = null };
}
