using System.Globalization;

namespace LoadBalancer.Simulator.Keys;

/// <summary>Each request has a key of its own.</summary>
internal sealed class UniqueKeys(int seed) : IKeySequence
{
    public string KeyOf(long request) => string.Create(CultureInfo.InvariantCulture, $"{seed}-{request}");
}
