using System.Text.RegularExpressions;
using LoadBalancer.Dashboard.Security;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>
/// Sends the dashboard's forms as a browser does: it gets the form first, then posts the form's cookie and token with the fields.
/// </summary>
internal static partial class LoginForm
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> LogInAsync(
        DashboardHost host, string key, string to = "/", params (string Name, string Value)[] headers) =>
        PostAsync(host, LoginEndpoints.LoginPath, [new("key", key), new("to", to)], headers);

    public static async Task<HttpResponseMessage> PostAsync(
        DashboardHost host, string path, KeyValuePair<string, string>[]? fields = null, (string Name, string Value)[]? headers = null)
    {
        using var page = await host.GetAsync(path, [("Accept", "text/html"), .. headers ?? []]);
        var token = TokenField().Match(await page.Content.ReadAsStringAsync(Token)).Groups["token"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent([.. fields ?? [], new("__RequestVerificationToken", token)]);
        var cookies = page.Headers.GetValues("Set-Cookie");
        request.Headers.Add("Cookie", cookies.Select(cookie => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]));
        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await host.Client.SendAsync(request, Token);
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TokenField();
}
