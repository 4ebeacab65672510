using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Extension methods for settings that are validated at start, with errors that name key and value.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Binds a configuration section to options. Unknown keys, values of the wrong type, and values that violate the options' rules are
    /// reported together, in one <see cref="OptionsValidationException"/> at start. Several options may be bound to one section, and other
    /// options to a section within it: each defines some of the keys, and a key is unknown if none of them defines it. A second call for
    /// the same options has no effect.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section's path.</param>
    /// <param name="bind">
    /// Binds the values that could be read. The call must be made with a type known to the compiler, so that the platform generates its
    /// code.
    /// </param>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <typeparam name="TRules">The validator that the platform generates from the attributes of the options.</typeparam>
    public static OptionsBuilder<TOptions> AddSettings<TOptions, TRules>(
        this IServiceCollection services, string section, Action<IConfiguration, TOptions> bind)
        where TOptions : class
        where TRules : class, IValidateOptions<TOptions>, new() =>
        services.AddSettings(section, bind, new TRules());

    /// <summary>Binds a configuration section to options that have no rules.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section's path.</param>
    /// <param name="bind">
    /// Binds the values that could be read. The call must be made with a type known to the compiler, so that the platform generates its
    /// code.
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
            Bind(bind, reader.Readable, options);
            foreach (var (former, today) in reader.Renamed)
            {
                provider.GetRequiredService<FormerNames>().Warn(former, today);
            }
        }).ValidateOnStart();
    }

    /// <summary>
    /// What the reader found readable, the binder can read; should it not, the process reports that as any other mistake.
    /// </summary>
    private static void Bind<TOptions>(Action<IConfiguration, TOptions> bind, IConfiguration readable, TOptions options)
    {
        try
        {
            bind(readable, options);
        }
        catch (InvalidOperationException problem)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), [problem.Message]);
        }
    }
}
