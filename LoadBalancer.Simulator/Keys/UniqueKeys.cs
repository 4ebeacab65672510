using System.Globalization;

namespace LoadBalancer.Simulator.Keys;

/// <summary>A different key for each request.</summary>
internal sealed class UniqueKeys(int seed) : IKeySequence
{
    public string KeyOf(long request) => string.Create(CultureInfo.InvariantCulture, $"{seed}-{request}");
}
