namespace Headrace.Lab.Records;

/// <summary>Milliseconds of a handler's steps, as its <c>PHASES</c> log line gives them; not a number: no such step.</summary>
public readonly record struct HandlerPhases(float Download, float Decode, float Infer, float Draw, float Write)
{
    public static readonly HandlerPhases Unknown = new(float.NaN, float.NaN, float.NaN, float.NaN, float.NaN);
}
