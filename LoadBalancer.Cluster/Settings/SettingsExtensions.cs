using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Settings that are checked when the process starts and whose mistakes are explained by key and value.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Binds a configuration section to options. Unknown keys, values of the wrong type and values that break the options' rules are
    /// reported together, in one <see cref="OptionsValidationException"/> at start. A section may be bound to several options, and a
    /// section of it to others: each has some of the keys, and unknown is what none of them has. A second call for the same options changes
    /// nothing.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section's path.</param>
    /// <param name="bind">
    /// Binds what could be read: a call that the compiler sees the type of, so that the platform generates its code.
    /// </param>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <typeparam name="TRules">The validator that the platform generates from their attributes.</typeparam>
    public static OptionsBuilder<TOptions> AddSettings<TOptions, TRules>(
        this IServiceCollection services, string section, Action<IConfiguration, TOptions> bind)
        where TOptions : class
        where TRules : class, IValidateOptions<TOptions>, new() =>
        services.AddSettings(section, bind, new TRules());

    /// <summary>The same for options that have no rules.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section's path.</param>
    /// <param name="bind">
    /// Binds what could be read: a call that the compiler sees the type of, so that the platform generates its code.
    /// </param>
    /// <typeparam name="TOptions">The options.</typeparam>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(
        this IServiceCollection services, string section, Action<IConfiguration, TOptions> bind)
        where TOptions : class =>
        services.AddSettings(section, bind, rules: null);

    private static OptionsBuilder<TOptions> AddSettings<TOptions>(
        this IServiceCollection services, string section, Action<IConfiguration, TOptions> bind, IValidateOptions<TOptions>? rules)
        where TOptions : class
    {
        var bound = new BoundSection(section, typeof(TOptions));
        if (services.Any(service => bound.Equals(service.ImplementationInstance)))
        {
            return services.AddOptions<TOptions>();
        }

        services.TryAddSingleton(provider => new FormerNames(
            provider.GetService<ILogger<FormerNames>>() ?? NullLogger<FormerNames>.Instance));
        services.AddSingleton(bound);
        services.AddSingleton<IValidateOptions<TOptions>>(provider => new SectionValidator<TOptions>(
            provider.GetRequiredService<IConfiguration>().GetSection(section), provider.GetServices<BoundSection>(), rules));
        return services.AddOptions<TOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            var reader = new SectionReader(provider.GetRequiredService<IConfiguration>().GetSection(section), typeof(TOptions));
            bind(reader.Readable, options);
            foreach (var (former, today) in reader.Renamed)
            {
                provider.GetRequiredService<FormerNames>().Warn(former, today);
            }
        }).ValidateOnStart();
    }
}
