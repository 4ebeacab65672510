using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Servers;

internal static class ServersExtensions
{
    public static void AddServerTls(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<GatewayOptions>, ServerTlsOptionsValidator>();
        services.AddSingleton<ServerTls>();
        services.AddSingleton<HttpClientConnector>();
    }
}
