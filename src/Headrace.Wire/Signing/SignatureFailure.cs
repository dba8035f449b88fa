namespace Headrace.Wire.Signing;

/// <summary>Why a request's signature was not accepted. Each service has its own code and words for each.</summary>
public enum SignatureFailure
{
    /// <summary>More than one mechanism at once, an unknown one, or Signature Version 2.</summary>
    UnsupportedMechanism,
    MalformedHeader,
    MalformedQuery,
    MissingDate,
    MissingPayloadHash,
    InvalidPayloadHash,
    UnknownAccessKey,
    InvalidToken,
    ExpiredToken,

    /// <summary>The request's time is more than 15 minutes from the server's.</summary>
    TimeTooSkewed,

    /// <summary>A presigned URL before its time.</summary>
    NotYetValid,

    /// <summary>A presigned URL after its time.</summary>
    Expired,
    HeadersNotSigned,
    Mismatch,
}
