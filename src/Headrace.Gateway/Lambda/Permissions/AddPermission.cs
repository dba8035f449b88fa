using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Permissions;

/// <summary>POST /2015-03-31/functions/{FunctionName}/policy</summary>
internal static partial class AddPermission
{
    private const string StatementIdPattern = "([a-zA-Z0-9-_]+)";
    private const string ActionPattern = "(lambda:[*]|lambda:[a-zA-Z]+|[*])";
    private const string SourceArnPattern = @"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)";

    internal sealed record Request : ILambdaRequest
    {
        public string? StatementId { get; init; }

        public string? Action { get; init; }

        public string? Principal { get; init; }

        public string? SourceArn { get; init; }

        public string? SourceAccount { get; init; }

        public string? EventSourceToken { get; init; }

        public string? RevisionId { get; init; }

        [JsonPropertyName("PrincipalOrgID")]
        public string? PrincipalOrgId { get; init; }

        public string? FunctionUrlAuthType { get; init; }

        public bool? InvokedViaFunctionUrl { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    /// <param name="Statement">A JSON document as text.</param>
    internal sealed record Answer(string Statement);

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.AddPermissionRequest);
        Check(request);

        var target = call.Target();
        if (target.Qualifier == Function.LatestVersion)
        {
            throw LambdaErrors.Invalid("We currently do not support adding policies for $LATEST.");
        }

        if (!IsPrincipal(request.Principal!))
        {
            throw LambdaErrors.Invalid("The provided principal was invalid. Please check the principal and try again.");
        }

        var permission = new Permission(
            request.StatementId!, request.Action!, request.Principal!, request.SourceArn, request.SourceAccount, request.PrincipalOrgId,
            request.EventSourceToken, request.FunctionUrlAuthType, request.InvokedViaFunctionUrl);
        await call.Registry.ChangeAsync(target.Id, function => Add(function, target, permission, request.RevisionId), call.Aborted);
        await call.AnswerAsync(201, new Answer(PolicyDocument.StatementOf(permission, target.Arn)), LambdaJson.Default.AddPermissionAnswer);
    }

    private static Function Add(Function function, FunctionTarget target, Permission permission, string? revision)
    {
        PolicyTarget.Require(function, target);
        PolicyTarget.RequireRevision(function, target, revision);
        var key = PolicyTarget.KeyOf(target);
        var policy = function.Policies.GetValueOrDefault(key, []);
        if (policy.Any(statement => statement.StatementId == permission.StatementId))
        {
            throw LambdaErrors.Conflict($"The statement id ({permission.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
        }

        policy = policy.Add(permission);
        var size = Encoding.UTF8.GetByteCount(PolicyDocument.Of(policy, target.Arn));
        return size > LambdaLimits.Policy
            ? throw new LambdaException("PolicyLengthExceededException", 400, $"The final policy size ({size}) is bigger than the limit ({LambdaLimits.Policy}).")
            : (function with { Policies = function.Policies.SetItem(key, policy) }).Touch(target.Qualifier);
    }

    private static void Check(Request request)
    {
        var failures = new ConstraintFailures();
        failures.NotNull("statementId", request.StatementId);
        failures.NotNull("action", request.Action);
        failures.NotNull("principal", request.Principal);
        failures.AtMost("statementId", request.StatementId, 100);
        failures.Matches("statementId", request.StatementId, request.StatementId is not { } id || StatementId().IsMatch(id), StatementIdPattern);
        failures.Matches("action", request.Action, request.Action is not { } action || Action().IsMatch(action), ActionPattern);
        failures.Matches("principal", request.Principal, request.Principal is not { } principal || (principal.Length > 0 && !principal.Any(char.IsWhiteSpace)), @"[^\s]+");
        failures.Matches("sourceAccount", request.SourceAccount, request.SourceAccount is not { } account || Account().IsMatch(account), @"\d{12}");
        failures.Matches("sourceArn", request.SourceArn, request.SourceArn is not { } arn || SourceArn().IsMatch(arn), SourceArnPattern);
        failures.OneOf("functionUrlAuthType", request.FunctionUrlAuthType, "NONE", "AWS_IAM");
        failures.Throw();
    }

    private static bool IsPrincipal(string principal) =>
        principal == "*" || Account().IsMatch(principal) || Identity().IsMatch(principal) ||
        principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) || principal.EndsWith(".amazon.com", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_]+\z")]
    private static partial Regex StatementId();

    [GeneratedRegex(@"\A(?:" + ActionPattern + @")\z")]
    private static partial Regex Action();

    [GeneratedRegex(@"\A(?:" + SourceArnPattern + @")\z")]
    private static partial Regex SourceArn();

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex Account();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:(iam|sts)::[0-9]{12}:.+\z")]
    private static partial Regex Identity();
}
