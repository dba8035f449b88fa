using System.Globalization;
using Headrace.Wire.Signing;

namespace Headrace.Gateway.Http;

/// <summary>A signature that is not accepted, in each service's codes and words.</summary>
/// <remarks>
/// S3: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. Others: https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html
/// </remarks>
internal static class SignatureErrors
{
    public static WireException Of(SignatureException failure, string service, DateTimeOffset now) =>
        service == "s3" ? OfS3(failure) : OfOthers(failure, now);

    public static WireException MissingToken() => new("MissingAuthenticationTokenException", 403, "Missing Authentication Token");

    private static WireException OfS3(SignatureException failure)
    {
        (string code, int status) = failure.Failure switch
        {
            SignatureFailure.UnsupportedMechanism => (failure.Details.Count == 0 ? "InvalidRequest" : "InvalidArgument", 400),
            SignatureFailure.MalformedHeader => ("AuthorizationHeaderMalformed", 400),
            SignatureFailure.MalformedQuery => ("AuthorizationQueryParametersError", 400),
            SignatureFailure.MissingPayloadHash => ("InvalidRequest", 400),
            SignatureFailure.InvalidPayloadHash => ("InvalidArgument", 400),
            SignatureFailure.UnknownAccessKey => ("InvalidAccessKeyId", 403),
            SignatureFailure.InvalidToken => ("InvalidToken", 400),
            SignatureFailure.ExpiredToken => ("ExpiredToken", 400),
            SignatureFailure.TimeTooSkewed => ("RequestTimeTooSkewed", 403),
            SignatureFailure.Mismatch => ("SignatureDoesNotMatch", 403),
            _ => ("AccessDenied", 403), // no date, not yet valid, expired, headers not signed
        };
        KeyValuePair<string, string>[] details = [.. failure.Details.Select(static detail => KeyValuePair.Create(detail.Name, detail.Value))];
        return new WireException(code, status, failure.Message, details);
    }

    private static WireException OfOthers(SignatureException failure, DateTimeOffset now) => failure.Failure switch
    {
        SignatureFailure.UnknownAccessKey or SignatureFailure.InvalidToken =>
            new("UnrecognizedClientException", 403, "The security token included in the request is invalid."),
        SignatureFailure.ExpiredToken => new("ExpiredTokenException", 403, "The security token included in the request is expired"),
        SignatureFailure.TimeTooSkewed => new("InvalidSignatureException", 403, Skewed(failure.Details[0].Value, now)),
        SignatureFailure.Mismatch => new(
            "InvalidSignatureException", 403,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."),
        SignatureFailure.NotYetValid or SignatureFailure.Expired or SignatureFailure.HeadersNotSigned =>
            new("InvalidSignatureException", 403, failure.Message),
        _ => new("IncompleteSignatureException", 400, failure.Message),
    };

    private static string Skewed(string timestamp, DateTimeOffset now)
    {
        string minutes = SignatureVerifier.MaximumSkew.TotalMinutes.ToString(CultureInfo.InvariantCulture);
        DateTimeOffset earliest = now - SignatureVerifier.MaximumSkew;
        return string.CompareOrdinal(timestamp, AmzTimestamp.Format(earliest)) < 0
            ? $"Signature expired: {timestamp} is now earlier than {AmzTimestamp.Format(earliest)} ({AmzTimestamp.Format(now)} - {minutes} min.)"
            : $"Signature not yet current: {timestamp} is still later than {AmzTimestamp.Format(now + SignatureVerifier.MaximumSkew)} ({AmzTimestamp.Format(now)} + {minutes} min.)";
    }
}
