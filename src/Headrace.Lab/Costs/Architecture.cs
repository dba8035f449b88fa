namespace Headrace.Lab.Costs;

public enum Architecture
{
    X86,
    Arm,
}
