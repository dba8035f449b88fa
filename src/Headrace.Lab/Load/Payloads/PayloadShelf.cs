using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Payloads;

/// <summary>What a plan's variants send, each made once.</summary>
internal sealed class PayloadShelf(Plan plan, ICameras? cameras)
{
    private readonly Dictionary<PayloadSource, PayloadSet> _sets = [];

    /// <exception cref="LabException">A file cannot be read, or there is none.</exception>
    public PayloadSet For(PayloadSource source)
    {
        if (!_sets.TryGetValue(source, out var set))
        {
            _sets[source] = set = PayloadSet.Load(source, plan.Pattern.Sites, plan.Seed, cameras);
        }

        return set;
    }
}
