namespace LoadBalancer.Simulator.Keys;

/// <summary>The keys of a list, one after the other, again and again.</summary>
internal sealed class FixedKeys(IReadOnlyList<string> keys) : IKeySequence
{
    public string KeyOf(long request) => keys[(int)(request % keys.Count)];
}
