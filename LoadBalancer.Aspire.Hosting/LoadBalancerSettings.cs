namespace LoadBalancer.Aspire.Hosting;

/// <summary>The environment variables that configure the gateway, the dashboard and the servers.</summary>
internal static class LoadBalancerSettings
{
    public const string ApiKey = "Dashboard__ApiKey";
    public const string Cluster = "Registry__Cluster";
    public const string DefaultCluster = "default";
    public const string GatewayId = "Gateway__Id";
    public const string HashKey = "Gateway__HashKey__0";
    public const string HealthPath = "/healthcheck";
    public const string ServerId = "SERVER_ID";

    /// <summary>The URL at which gateways reach a server, which may differ from the URL that the server listens on.</summary>
    public const string ServerUrl = "Registration__Url";

    /// <summary>The name of the store's connection string, whatever the name of the resource.</summary>
    public const string Store = "redis";

    public const string Urls = "ASPNETCORE_URLS";

    /// <summary>The port that the images listen on, which requires no privileges.</summary>
    public const int ContainerPort = 8080;
}
