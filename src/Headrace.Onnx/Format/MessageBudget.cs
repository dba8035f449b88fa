namespace Headrace.Onnx.Format;

/// <summary>How many messages a file may hold: two bytes of it become an object of a hundred, so memory has to be bounded by count.</summary>
internal sealed class MessageBudget
{
    public const int Messages = 2_000_000;

    private int _taken;

    public bool Take() => ++_taken <= Messages;
}
