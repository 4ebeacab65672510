using System.Globalization;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// All contenders, each in front of the same three servers, with placement by key where supported, and with persistent connections to the
/// servers.
/// </summary>
internal static class Contenders
{
    public const string Nginx = "nginx";
    public const string HaProxy = "HAProxy";
    public const string Yarp = "plain YARP";
    public const string Bare = "gateway, bare";
    public const string Full = "gateway, everything on";

    public static Contender[] All(Rig rig) =>
    [
        new(
            Nginx,
            Http2Offset: 1,
            IsManaged: false,
            (folder, port) => ["nginx", "-c", Write(folder, "nginx.conf", NginxConfig(rig, folder, port))]),
        new(
            HaProxy,
            Http2Offset: 1,
            IsManaged: false,
            (folder, port) => ["haproxy", "-f", Write(folder, "haproxy.cfg", HaProxyConfig(rig, port))]),
        new(Yarp, Http2Offset: 1, IsManaged: true, (_, port) =>
            ["dotnet", typeof(Contenders).Assembly.Location, "proxy-yarp", port.ToString(CultureInfo.InvariantCulture), .. rig.ServerUrls]),
        new(Bare, Http2Offset: 0, IsManaged: true, (_, _) => GatewayProgram)
        {
            Variables = (_, port) => new(Common(rig, port)) { ["Gateway__LoadFactor"] = "0" },
        },
        new(Full, Http2Offset: 0, IsManaged: true, (_, _) => GatewayProgram)
        {
            Variables = (folder, port) => new(Common(rig, port))
            {
                ["Gateway__RequestLog__Path"] = Path.Combine(folder, "requests.log"),
                ["Gateway__RequestLog__Keep"] = "1",
                ["Gateway__ManagementPort"] = (port + 1).ToString(CultureInfo.InvariantCulture),
                ["Gateway__Limits__RequestRate"] = "1000000",
                ["Gateway__ProxyStatus"] = "true",
            },
        },
    ];

    /// <summary>Returns our gateway with default settings and the given ones.</summary>
    public static Contender Gateway(Rig rig, IReadOnlyDictionary<string, string> settings) =>
        new("gateway", Http2Offset: 0, IsManaged: true, (_, _) => GatewayProgram)
        {
            Variables = (_, port) => new([.. Common(rig, port), .. settings], StringComparer.Ordinal),
        };

    private static string[] GatewayProgram => ["dotnet", Path.Combine(AppContext.BaseDirectory, "LoadBalancer.Gateway.dll")];

    private static Dictionary<string, string> Common(Rig rig, int port) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__redis"] = rig.Redis,
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        ["Gateway__Id"] = $"g{port}",
        ["Gateway__SlowStart"] = "00:00:00",
    };

    private static string NginxConfig(Rig rig, string folder, int port) =>
        $$"""
        daemon off; master_process off; worker_processes 1; pid {{folder}}/nginx.pid; error_log stderr crit;
        events { worker_connections 8192; }
        http {
          access_log off; keepalive_requests 1000000000; client_body_temp_path {{folder}}; proxy_temp_path {{folder}};
          upstream servers {
            hash $http_x_request_id consistent;
            {{string.Join(' ', rig.ServerUrls.Select(url => $"server {new Uri(url).Authority};"))}}
            keepalive 1024; keepalive_requests 1000000000;
          }
          server {
            listen 127.0.0.1:{{port}} backlog=4096; listen 127.0.0.1:{{port + 1}} http2 backlog=4096;
            location / { proxy_pass http://servers; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_max_temp_file_size 0; }
          }
        }
        """;

    private static string HaProxyConfig(Rig rig, int port) =>
        $$"""
        global
          nbthread 1
          maxconn 8192
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          retries 2
        frontend f
          bind 127.0.0.1:{{port}}
          bind 127.0.0.1:{{port + 1}} proto h2
          default_backend servers
        backend servers
          balance hdr(X-Request-Id)
          hash-type consistent
          http-reuse always
          {{string.Join("\n  ", rig.ServerUrls.Select((url, i) => $"server s{i + 1} {new Uri(url).Authority} check"))}}

        """;

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
