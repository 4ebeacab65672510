using LoadBalancer.Core.Selection;

namespace LoadBalancer.Tests.Support;

internal static class ServerLoadExtensions
{
    /// <summary>Begins the given number of requests.</summary>
    public static void Begin(this ServerLoad load, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            load.Begin();
        }
    }
}
