using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Records;

/// <summary>Items of any content that a run could hold.</summary>
internal static class AnyItem
{
    private static readonly Gen<string> Texts = ArbMap.Default.GeneratorFor<string?>()
        .Select(text => new string([.. (text ?? "").Where(character => !char.IsSurrogate(character))]));

    private static readonly Gen<double> Numbers = ArbMap.Default.GeneratorFor<double>()
        .Select(value => double.IsFinite(value) ? value : double.NaN);

    private static readonly Gen<float> Floats = Numbers.Select(value => (float)value).Select(value => float.IsFinite(value) ? value : float.NaN);

    private static readonly Gen<Moment> Moments = Gen.Choose(-1_000_000, int.MaxValue).SelectMany(high => Gen.Choose(0, 999_999).Select(low => new Moment((high * 1_000_000L) + low)));

    private static readonly Gen<int> Counts = Gen.Choose(0, int.MaxValue);

    public static Arbitrary<Item> Arbitrary { get; } = Arb.From(
        from texts in Texts.ArrayOf(8)
        from moments in Moments.ArrayOf(8)
        from numbers in Numbers.ArrayOf(4)
        from floats in Floats.ArrayOf(5)
        from counts in Counts.ArrayOf(4)
        from cold in Gen.Elements<bool?>(true, false, null)
        from status in Gen.Elements(Enum.GetValues<ItemStatus>())
        select new Item
        {
            Id = texts[0],
            Level = counts[0],
            Repetition = counts[1],
            Variant = texts[1],
            Site = texts[2],
            Function = texts[3],
            Size = counts[2] - 1L,
            Intended = moments[0],
            Sent = moments[1],
            Uploaded = moments[2],
            EventTime = moments[3],
            InitStarted = moments[4],
            Started = moments[5],
            Ended = moments[6],
            Visible = moments[7],
            QueueAge = numbers[0],
            RequestId = texts[4],
            Trace = texts[7],
            Environment = texts[5],
            Cold = cold,
            Init = numbers[1],
            Duration = numbers[2],
            Billed = numbers[3],
            MemorySize = counts[3],
            MaxMemoryUsed = counts[0],
            Phases = new HandlerPhases(floats[0], floats[1], floats[2], floats[3], floats[4]),
            Status = status,
            Error = texts[6],
        });
}
