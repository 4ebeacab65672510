namespace LoadBalancer.Registration;

/// <summary>How a server presents itself to the cluster. Configuration section <c>Registration</c>.</summary>
public sealed class RegistrationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Registration";

    /// <summary>The path that gateways probe unless they, or a server, are set otherwise.</summary>
    public const string DefaultHealthPath = "/healthcheck";

    /// <summary>
    /// The server's id, unique in the cluster. Default: the environment variable <c>SERVER_ID</c>, else the machine's name.
    /// </summary>
    public string? Id { get; set; }

    /// <summary>The URL that gateways reach it by. Default: the first address that it listens on.</summary>
    public string? Url { get; set; }

    /// <summary>Its weight, 1 to 1,000. Default: what the membership has for this id, else 100.</summary>
    public int? Weight { get; set; }

    /// <summary>
    /// The path of its health endpoint, which gateways probe and on which it shows them its instance; begins with <c>/</c>. Default:
    /// gateways
    /// probe their <c>Gateway:Health:Path</c>, and the instance is shown on <see cref="DefaultHealthPath"/>.
    /// </summary>
    public string? HealthPath { get; set; }

    /// <summary>How long it stays in the membership without a sign of life: 2 s to 10 min, default 10 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease is renewed: 100 ms to half of the lease, default 2 s.</summary>
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long it goes on accepting after it began to drain, so that every gateway has noticed: 0 to 1 min, default 2 s.
    /// </summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long requests in flight may take to finish after that: 0 to 1 h, default 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
