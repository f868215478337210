#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace amaneku::serve {

/// Who may ask what: checked before anything else of a request is looked at.
struct GuardRules {
    bool is_loopback = true;  ///< the server listens on this machine alone
    int port = 0;
    std::string token;  ///< asked of everybody; empty: of nobody
};

class Guard {
public:
    explicit Guard(GuardRules rules);

    /// Nothing where the request may pass: a page of another site can neither send nor read, a name that
    /// somebody else's server gives to this address is not answered to.
    /// An answer that is no refusal turns `?token=` into a cookie.
    [[nodiscard]] std::optional<http::Response> refuse(const http::Request& request) const;

private:
    void check_host(const http::Request& request) const;
    void check_origin(const http::Request& request) const;
    [[nodiscard]] bool is_known(const http::Request& request) const;
    [[nodiscard]] std::optional<http::Response> check_token(const http::Request& request) const;

    GuardRules m_rules;
    std::string m_cookie;  ///< its name
    std::string m_secret;  ///< its value: not the token itself
};

/// Whether two texts are the same, in a time that does not tell how much of them is.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

/// The name in `name:port` or `[::1]:port`.
[[nodiscard]] std::string host_name(std::string_view host);

}  // namespace amaneku::serve
