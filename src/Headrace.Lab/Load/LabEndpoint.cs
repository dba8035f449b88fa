using Headrace.Wire.Signing;

namespace Headrace.Lab.Load;

/// <summary>Whose AWS services a run speaks to, and with which keys.</summary>
public sealed record LabEndpoint(Uri Url, AwsCredentials Credentials, string Region);
