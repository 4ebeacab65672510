using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Reports all problems with the addresses, some of which come from the platform's own settings.</summary>
internal sealed class ListeningValidator(IConfiguration configuration) : IValidateOptions<ListeningOptions>
{
    public ValidateOptionsResult Validate(string? name, ListeningOptions options) =>
        ListenerSettings.Read(configuration, options).Problems is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems)
            : ValidateOptionsResult.Success;
}
