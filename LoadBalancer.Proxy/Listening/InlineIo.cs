using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Runs socket continuations on the I/O thread, of which there is one per core, instead of on the thread pool. Nothing in the request path
/// blocks its thread, so other connections are not delayed.
/// </summary>
internal static class InlineIo
{
    /// <summary>The only setting for this in the platform's sockets, which read it when the first socket is used.</summary>
    private const string Completions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Enables inline continuations for connections to servers. Applies to all sockets of this process; must be called before the first is
    /// used. A value that the environment already sets is kept.
    /// </summary>
    public static void UseInlineCompletions(this WebApplicationBuilder builder)
    {
        if (IsAskedFor(builder) && Environment.GetEnvironmentVariable(Completions) is null)
        {
            Environment.SetEnvironmentVariable(Completions, "1");
        }
    }

    /// <summary>Enables inline continuations for connections of clients.</summary>
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
