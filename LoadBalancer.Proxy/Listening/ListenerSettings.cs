using System.Globalization;
using LoadBalancer.Cluster.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Determines the listeners from the platform's settings: <c>Kestrel:Endpoints</c>, else <c>urls</c>, else <c>http_ports</c> and
/// <c>https_ports</c>, else port 80; and additionally from <c>Gateway:Urls</c>. A setting that is not supported is reported as a problem
/// instead of being ignored.
/// </summary>
internal sealed class ListenerSettings
{
    private const string DefaultUrl = "http://*:80";
    private const int MaxUrls = 64;
    private const string Endpoints = "Kestrel:Endpoints";
    private const string DefaultProtocols = "Kestrel:EndpointDefaults:Protocols";

    private readonly List<Listener> _listeners = [];
    private readonly List<string> _problems = [];
    private readonly IConfiguration _configuration;
    private readonly ListeningOptions _options;

    private ListenerSettings(IConfiguration configuration, ListeningOptions options)
    {
        _configuration = configuration;
        _options = options;
        _problems.AddRange(KestrelSection.Check(configuration));
        ReadMain();
        ReadFurther();
        SecureMain();
        ReadManagement();
        _problems.AddRange(ListenerRules.Check(_listeners, options));
    }

    public IReadOnlyList<Listener> Listeners => _listeners;

    /// <summary>The problems, each with key, value, and what is allowed.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public static ListenerSettings Read(IConfiguration configuration, ListeningOptions options) => new(configuration, options);

    private void ReadMain()
    {
        var endpoints = _configuration.GetSection(Endpoints).GetChildren().ToList();
        if (endpoints.Count > 0)
        {
            endpoints.ForEach(endpoint => Add(
                $"{endpoint.Path}:Url", endpoint["Url"] ?? "", ProtocolsOf($"{endpoint.Path}:Protocols") ?? ProtocolsOf(DefaultProtocols)));
            return;
        }

        var protocols = ProtocolsOf(DefaultProtocols);
        if (_configuration["urls"] is { Length: > 0 } urls)
        {
            AddAll("urls", urls, url => url, protocols);
            return;
        }

        AddAll("http_ports", _configuration["http_ports"], port => $"http://*:{port}", protocols);
        AddAll("https_ports", _configuration["https_ports"], port => $"https://*:{port}", protocols);
        if (_listeners.Count == 0 && _problems.Count == 0)
        {
            Add("urls", DefaultUrl, protocols);
        }
    }

    private void ReadFurther()
    {
        const string Key = $"{GatewaySection.Name}:{nameof(ListeningOptions.Urls)}";
        var urls = _options.Urls ?? [];
        if (urls.Length > MaxUrls)
        {
            return;
        }

        var protocols = ProtocolsOf(DefaultProtocols);
        for (var i = 0; i < urls.Length; i++)
        {
            Add($"{Key}:{i}", urls[i], protocols);
        }
    }

    private void SecureMain()
    {
        var tls = _options.Tls;
        var port = tls.RedirectPort ?? (_listeners.Where(listener => listener.IsSecure)
            .Take(2)
            .ToArray() is [{ Address: { IsUnixPipe: false, Port: > 0 and var only } }] ? only : null);
        if (tls.Redirect && port is null)
        {
            _problems.Add("Gateway:Tls:Redirect: true is not allowed without Gateway:Tls:RedirectPort, unless there is exactly one https "
                + "address and its port is not 0.");
        }

        var hsts = tls.Hsts == TimeSpan.Zero ? null : string.Create(
            CultureInfo.InvariantCulture, $"max-age={(long)tls.Hsts.TotalSeconds}{(tls.HstsSubdomains ? "; includeSubDomains" : "")}");
        for (var i = 0; i < _listeners.Count; i++)
        {
            _listeners[i] = _listeners[i].IsSecure
                ? _listeners[i] with { StrictTransport = hsts }
                : _listeners[i] with { RedirectPort = tls.Redirect ? port : null };
        }
    }

    private void ReadManagement()
    {
        if (_options.ManagementPort is { } port)
        {
            const string Key = $"{GatewaySection.Name}:{nameof(ListeningOptions.ManagementPort)}";
            var host = _options.ManagementAddress ?? "localhost";
            Add(
                Key,
                $"http://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}",
                HttpProtocols.Http1,
                isManagement: true);
        }
    }

    private void AddAll(string setting, string? values, Func<string, string> toUrl, HttpProtocols? protocols)
    {
        foreach (var value in (values ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Add(setting, toUrl(value), protocols);
        }
    }

    private void Add(string setting, string url, HttpProtocols? protocols, bool isManagement = false)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            _problems.Add($"{setting}: '{url}' is not allowed: it must be a URL such as http://*:80 or https://127.0.0.1:443.");
            return;
        }

        if (Check(address, url) is { } reason)
        {
            _problems.Add($"{setting}: '{url}' is not allowed: {reason}");
            return;
        }

        var listener = new Listener(setting, address, protocols ?? HttpProtocols.Http1AndHttp2) { IsManagement = isManagement };
        if (listener.IsSecure && _options.Http3)
        {
            listener = listener with { Protocols = listener.Protocols | HttpProtocols.Http3 };
        }

        var ports = _options.ProxyProtocol.Ports;
        _listeners.Add(listener with
        {
            TakesProxyProtocol = !isManagement
            && _options.ProxyProtocol.IsOn()
            && (ports is null || ports.Contains(address.Port))
        });
    }

    private static string? Check(BindingAddress address, string url) =>
        address.Scheme is not ("http" or "https") ? "its scheme must be http or https."
        : address.IsNamedPipe ? "named pipes are not supported."
        : address.PathBase.Length > 0 ? "it must have no path."
        : address.IsUnixPipe ? null
        : address.Port is < 0 or > ushort.MaxValue ? "its port must be 0 to 65535."
        : address.Port == 0 && address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "localhost is two addresses, which "
            + "cannot share a dynamic port: use 127.0.0.1 or [::1], or specify a port."
        : url.Contains('@', StringComparison.Ordinal) ? "it must have no user."
        : null;

    private HttpProtocols? ProtocolsOf(string key)
    {
        var value = _configuration[key];
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (Enum.TryParse<HttpProtocols>(value, ignoreCase: true, out var protocols)
            && protocols is HttpProtocols.Http1 or HttpProtocols.Http2 or HttpProtocols.Http1AndHttp2)
        {
            return protocols;
        }

        _problems.Add($"{key}: '{value}' is not allowed: it must be Http1, Http2 or Http1AndHttp2; HTTP/3 is set with Gateway:Http3.");
        return null;
    }
}
