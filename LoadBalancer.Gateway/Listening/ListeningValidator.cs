using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Listening.ProxyProtocol;
using LoadBalancer.Gateway.Listening.Tls;
using LoadBalancer.Registry.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Listening;

/// <summary>Finds everything that is wrong with what to listen on and how, at start.</summary>
internal sealed class ListeningValidator(IConfiguration configuration) : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var read = ListenerSettings.Read(configuration, options);
        return TlsOptionsValidator.Check(options.Tls)
            .Append(CheckRedirect(options.Tls, read.Listeners))
            .Concat(ProxyProtocolOptionsValidator.Check(options.ProxyProtocol))
            .Concat(ManagementOptionsValidator.Check(options))
            .Concat(read.Problems)
            .ToResult();
    }

    private static string? CheckRedirect(TlsOptions options, IReadOnlyList<Listener> listeners) =>
        options.Redirect && options.RedirectPort is null && SecureTransportMiddleware.HttpsPortOf(listeners) is null
            ? "Gateway:Tls:Redirect: true is not allowed without Gateway:Tls:RedirectPort, unless there is exactly one https address and its port is not 0."
            : null;
}
