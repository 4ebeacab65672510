using System.Net;
using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// How to reach Redis: endpoints and options, with the credentials apart, so that no special character in them is mistaken for a separator.
/// Immutable.
/// </summary>
/// <param name="Options">Endpoints and options in StackExchange.Redis's form, without credentials.</param>
/// <param name="User">The user; <see langword="null"/> for Redis's default user.</param>
/// <param name="Password">The password; <see langword="null"/> for none.</param>
public sealed record RedisConnection(string Options, string? User, string? Password)
{
    /// <summary>The forms of a connection string, for messages.</summary>
    public const string AllowedText =
        "a connection string such as HOST:PORT, HOST:PORT,user=USER,password=PASSWORD,ssl=true or !/PATH of a Unix socket, "
            + "or a URL such as redis://USER:PASSWORD@HOST:PORT/DATABASE, rediss for TLS, with special characters percent-encoded; "
            + "a password with a comma requires the URL, " + RedisPassword.Key + " or " + RedisPassword.FileKey;

    /// <summary>The endpoints, as they may be shown.</summary>
    public string Endpoints => string.Join(", ", ToOptions().EndPoints.Select(Text));

    /// <summary>
    /// Reads the connection string <c>ConnectionStrings:NAME</c>, and the password that the configuration gives apart from it.
    /// </summary>
    /// <exception cref="SettingException">
    /// It is missing, or cannot be understood; the message is one sentence and has no part of it.
    /// </exception>
    public static RedisConnection Read(string name, IConfiguration configuration) =>
        configuration.GetConnectionString(name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? Read($"ConnectionStrings:{name}", text, configuration)
            : throw new SettingException($"ConnectionStrings:{name} is missing: set the environment variable ConnectionStrings__{name} to "
                + "HOST:PORT of a Redis server.");

    /// <summary>Reads a connection string and the password that the configuration gives apart from it.</summary>
    /// <param name="setting">Where the connection string was given.</param>
    /// <param name="text">The connection string.</param>
    /// <param name="configuration">Where <see cref="RedisPassword"/> is configured.</param>
    /// <exception cref="SettingException">
    /// One of them cannot be understood; the message is one sentence and has no part of either.
    /// </exception>
    public static RedisConnection Read(string setting, string text, IConfiguration configuration)
    {
        var given = RedisPassword.Read(configuration);
        var connection = Parse(setting, text, isPasswordApart: given is not null);
        if (given is null)
        {
            return connection;
        }

        return connection.Password is null
            ? connection with { Password = given }
            : throw new SettingException(
                $"{setting} has a password, and so has {RedisPassword.Key} or {RedisPassword.FileKey}: keep one of them.");
    }

    /// <summary>Reads a connection string.</summary>
    /// <param name="setting">Where it was given.</param>
    /// <param name="text">The connection string.</param>
    /// <param name="isPasswordApart">
    /// Whether there is a password elsewhere, so that a single word before the <c>@</c> of a URL is the user.
    /// </param>
    /// <exception cref="SettingException">It cannot be understood; the message is one sentence and has no part of it.</exception>
    public static RedisConnection Parse(string setting, string text, bool isPasswordApart = false)
    {
        try
        {
            return RedisUrl.IsUrl(text) ? RedisUrl.Parse(text, isPasswordApart) : RedisOptionList.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new SettingException($"{setting} {problem.Message}; allowed is {AllowedText}.");
        }
    }

    /// <summary>
    /// <see cref="Options"/> with this product's defaults in front, which they override: a command succeeds soon or fails, and each caller
    /// tries again by itself.
    /// </summary>
    public string ClientOptions => "connectTimeout=2000,connectRetry=1,syncTimeout=2000,asyncTimeout=2000,keepAlive=5," + Options;

    /// <summary>The client's options as the connection string gives them, with the credentials.</summary>
    public ConfigurationOptions ToOptions()
    {
        var options = ConfigurationOptions.Parse(Options);
        AddCredentials(options);
        return options;
    }

    /// <summary>Sets what no connection string can say, and the credentials.</summary>
    public void Configure(ConfigurationOptions options)
    {
        AddCredentials(options);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new ExponentialRetry(500, 2_000);

        // A process that starts before Redis waits for it.
        options.AbortOnConnectFail = false;
    }

    /// <summary>Connects; the client reconnects by itself whenever the connection is lost.</summary>
    public ConnectionMultiplexer Connect()
    {
        var options = ConfigurationOptions.Parse(ClientOptions);
        Configure(options);
        return ConnectionMultiplexer.Connect(options);
    }

    /// <summary>Without its credentials, which a log must not show.</summary>
    public override string ToString() => Options;

    private void AddCredentials(ConfigurationOptions options)
    {
        options.User = User;
        options.Password = Password;
    }

    private static string Text(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint { Port: 0 } name => name.Host,
        DnsEndPoint name => FormattableString.Invariant($"{name.Host}:{name.Port}"),
        _ => endpoint.ToString() ?? "",
    };
}
