#pragma once

#include <chrono>
#include <string>

namespace amaneku::app {

/// The Chromium of this machine: what AMANEKU_CHROMIUM names, else the first of chromium, chromium-browser,
/// google-chrome and google-chrome-stable on the PATH.
/// @returns its path; empty where there is none, or where AMANEKU_CHROMIUM names no program
[[nodiscard]] std::string find_chromium();

/// What became of a page that was to be printed.
struct PrintedPage {
    std::string pdf;      ///< its bytes; empty where it was not printed
    std::string problem;  ///< why not
};

/// Prints a page as PDF, once its body says that it is ready to be (`data-print-ready`).
///
/// Chromium runs without a window, without the network, with a profile of its own in `folder`, and is driven
/// over a pair of pipes; it is gone when this returns or throws.
/// @param chromium  program
/// @param folder    folder of the caller's own; what Chromium leaves there is the caller's to remove
/// @param page      file
/// @param fragment  what follows # in its address
/// @throws Error (interrupted or terminated) when a signal came
[[nodiscard]] PrintedPage print_page(const std::string& chromium, const std::string& folder,
                                     const std::string& page, const std::string& fragment,
                                     std::chrono::seconds patience);

}  // namespace amaneku::app
