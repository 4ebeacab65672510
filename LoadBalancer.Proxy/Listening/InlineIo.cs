using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Deals with what comes on a socket on the thread that has seen it come, of which there is one for each core, instead of handing
/// it to the thread pool. Nothing on a request's way waits without giving its thread back, so that nobody else has to wait.
/// </summary>
internal static class InlineIo
{
    /// <summary>The one place where the platform's own sockets can be told; they ask when the first of them is used.</summary>
    private const string Completions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// For connections to servers: all sockets of this process, none of which was used yet. What the environment says already stands.
    /// </summary>
    public static void UseInlineCompletions(this WebApplicationBuilder builder)
    {
        if (IsAskedFor(builder) && Environment.GetEnvironmentVariable(Completions) is null)
        {
            Environment.SetEnvironmentVariable(Completions, "1");
        }
    }

    /// <summary>For connections of clients.</summary>
    public static void UseInlineScheduling(this WebApplicationBuilder builder)
    {
        if (IsAskedFor(builder))
        {
            builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        }
    }

    private static bool IsAskedFor(WebApplicationBuilder builder) =>
        builder.Configuration.GetValue($"{GatewaySection.Name}:{nameof(ListeningOptions.InlineIo)}", defaultValue: true);
}
