using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Listening.ProxyProtocol;
using LoadBalancer.Proxy.Tls;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Finds everything that is wrong with what to listen on and how, at start.</summary>
internal sealed class ListeningValidator(IConfiguration configuration) : IValidateOptions<ListeningOptions>
{
    public ValidateOptionsResult Validate(string? name, ListeningOptions options)
    {
        return TlsOptionsValidator.Check(options.Tls)
            .Concat(ProxyProtocolOptionsValidator.Check(options.ProxyProtocol))
            .Concat(ManagementOptionsValidator.Check(options))
            .Concat(ListenerSettings.Read(configuration, options).Problems)
            .ToResult();
    }
}
