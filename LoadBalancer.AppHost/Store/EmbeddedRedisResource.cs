namespace LoadBalancer.AppHost.Store;

/// <summary>
/// The embedded store as a resource: a process of <c>LoadBalancer.Store</c> with the connection string that Redis would have.
/// </summary>
internal sealed class EmbeddedRedisResource(string name, string command, string workingDirectory, ParameterResource password)
    : ExecutableResource(name, command, workingDirectory), IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    public ParameterResource Password => password;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"{new EndpointReference(this, EndpointName).Property(EndpointProperty.HostAndPort)},password={password}");
}
