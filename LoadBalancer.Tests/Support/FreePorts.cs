using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.Tests.Support;

/// <summary>Finds ports on which nothing listens, outside the range of ephemeral ports.</summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 32_000;

    /// <summary>Returns the first port of a run of free ports.</summary>
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
