using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Ports that nobody listens on, outside the range that outgoing connections get theirs from.</summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 32_000;

    /// <summary>The first of so many in a row.</summary>
    public static int Find(int count = 1)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, Last);
            if (Enumerable.Range(first, count).All(port => PortProbe.Probe(port) == PortState.Free))
            {
                return first;
            }
        }
    }
}
