using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>The listeners that the settings name.</summary>
internal sealed class ConfiguredListeners(IConfiguration configuration, IOptions<ListeningOptions> options)
{
    /// <summary>Reads them; the settings must have been found valid.</summary>
    public IReadOnlyList<Listener> Read() => ListenerSettings.Read(configuration, options.Value).Listeners;
}
