using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Finds everything that is wrong with the addresses, of which the platform's own settings say some.</summary>
internal sealed class ListeningValidator(IConfiguration configuration) : IValidateOptions<ListeningOptions>
{
    public ValidateOptionsResult Validate(string? name, ListeningOptions options) =>
        ListenerSettings.Read(configuration, options).Problems is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems)
            : ValidateOptionsResult.Success;
}
