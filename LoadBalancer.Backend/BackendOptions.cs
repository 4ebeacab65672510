using Microsoft.Extensions.Options;

namespace LoadBalancer.Backend;

/// <summary>The settings of the demonstration server. Configuration section <c>Backend</c>.</summary>
internal sealed partial class BackendOptions
{
    public const string Section = "Backend";

    /// <summary>
    /// The folder in which each server keeps a file with the <c>Idempotency-Key</c> of every POST that reached it, to verify that no POST
    /// was processed twice.
    /// </summary>
    [ExistingFolder]
    public string? PostLog { get; set; }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<BackendOptions>;
}
