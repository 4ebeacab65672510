using System.ComponentModel.DataAnnotations;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>The registration of a server with the cluster. Configuration section <c>Registration</c>.</summary>
public sealed partial class RegistrationOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Registration";

    /// <summary>The path that gateways probe unless they, or a server, are configured otherwise.</summary>
    public const string DefaultHealthPath = "/healthcheck";

    /// <summary>The server's id, unique in the cluster; it decides which keys the server gets.</summary>
    /// <value><c>SERVER_ID</c>, else the machine's name.</value>
    [Name]
    public string? Id { get; set; }

    /// <summary>The URL by which gateways reach the server; set it behind NAT or a proxy.</summary>
    /// <value>The first address that it listens on.</value>
    [ServerUrl]
    public string? Url { get; set; }

    /// <summary>The server's share relative to others.</summary>
    /// <value>The weight that the membership has for this id, otherwise 100.</value>
    [Between(ServerRules.MinWeight, ServerRules.MaxWeight)]
    public int? Weight { get; set; }

    /// <summary>
    /// The path of the server's health endpoint, which gateways probe; without one, they probe their <c>Gateway:Health:Path</c>. The
    /// registration adds <c>LoadBalancer-Instance</c> to its responses. <c>AddLoadBalancerServer</c> also serves it from the application's
    /// health checks, unless the application has an endpoint there.
    /// </summary>
    /// <value>None; <c>/healthcheck</c> with <c>AddLoadBalancerServer</c>.</value>
    [HealthPath]
    public string? HealthPath { get; set; }

    /// <summary>How long the server stays in the membership without renewing its lease.</summary>
    [Between("00:00:02", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease is renewed; at most half of <see cref="Lease"/>.</summary>
    [Between("00:00:00.100", "00:05:00")]
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the server continues to accept requests after SIGTERM, so that every gateway learns that it is draining.</summary>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long requests in flight may take to finish after <see cref="DrainDelay"/>.</summary>
    [Between("00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks rules that concern several settings.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RenewInterval > Lease / 2)
        {
            var section = SettingKey.OfSection(validationContext);
            yield return SettingFailure.Of(
                $"{section}:{nameof(RenewInterval)}", RenewInterval, $"at most half of {section}:{nameof(Lease)} ({Lease})");
        }
    }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<RegistrationOptions>;
}
