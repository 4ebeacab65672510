namespace LoadBalancer.Aspire.Hosting;

/// <summary>The environment variables by which the gateway, the dashboard and servers are configured.</summary>
internal static class LoadBalancerSettings
{
    public const string ApiKey = "Dashboard__ApiKey";
    public const string Cluster = "Registry__Cluster";
    public const string DefaultCluster = "default";
    public const string GatewayId = "Gateway__Id";
    public const string HashKey = "Gateway__HashKey__0";
    public const string HealthPath = "/healthcheck";
    public const string ServerId = "SERVER_ID";

    /// <summary>The URL that gateways reach a server at, which is not always the one that it listens on.</summary>
    public const string ServerUrl = "Registration__Url";

    /// <summary>The name of the connection string of the store, whatever the resource is called.</summary>
    public const string Store = "redis";

    public const string Urls = "ASPNETCORE_URLS";

    /// <summary>The port that the images listen on, which needs no privilege.</summary>
    public const int ContainerPort = 8080;
}
