namespace Headrace.Lab.Statistics;

public enum Population : byte
{
    All,
    Cold,
    Warm,
}
