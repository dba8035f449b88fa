namespace Headrace.Wire.Signing;

/// <summary>The keys a gateway knows: one main key pair, and the temporary credentials derived for function environments.</summary>
public sealed class KeyRing(AwsCredentials main, TimeProvider time)
{
    public AwsCredentials Main { get; } = main;

    /// <summary>Temporary credentials for a subject (a function's ARN or name). Nothing is stored: they are derived, and die with this ring.</summary>
    public AwsCredentials Issue(string subject, TimeSpan lifetime)
    {
        _ = time;
        throw new NotImplementedException();
    }
}
