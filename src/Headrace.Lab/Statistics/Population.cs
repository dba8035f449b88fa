namespace Headrace.Lab.Statistics;

public enum Population
{
    All,
    Cold,
    Warm,
}
