namespace LoadBalancer.Simulator.Keys;

/// <summary>The keys of a list in order, over and over.</summary>
internal sealed class FixedKeys(IReadOnlyList<string> keys) : IKeySequence
{
    public string KeyOf(long request) => keys[(int)(request % keys.Count)];
}
