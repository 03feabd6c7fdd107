//! The pages in a real browser.

mod chromium;
mod running;

use std::path::Path;
use std::time::Instant;

use chromium::Browser;
use running::start;

/// Opens page 1, without test images, and waits for the first answer.
fn open_digit(browser: &mut Browser) {
    let port = start(Path::new("nowhere"));
    browser.open(&format!("http://127.0.0.1:{port}/"));
    browser.wait_for("document.querySelectorAll('li').length == 30");
}

/// Points of the window, for points of the drawing, which is 280 x 280.
fn on_drawing(browser: &mut Browser, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    browser.evaluate("drawing.scrollIntoView()");
    let mut number =
        |name: &str| browser.evaluate(&format!("drawing.getBoundingClientRect().{name}")).as_f64().unwrap();
    let (left, top, scale) = (number("left"), number("top"), number("width") / 280.0);
    points.iter().map(|(x, y)| (left + x * scale, top + y * scale)).collect()
}

/// Draws with the mouse, and waits for the answer.
fn draw(browser: &mut Browser, points: &[(f64, f64)]) {
    let points = on_drawing(browser, points);
    browser.drag(&points);
    browser.wait_for("!asking");
}

/// Points along a line from corner to corner, ten pixels apart or less.
fn along(corners: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let part = |i: usize, a: f64, b: f64| a + (b - a) * i as f64 / 20.0;
    let pairs = corners.windows(2);
    pairs.flat_map(|w| (0..=20).map(move |i| (part(i, w[0].0, w[1].0), part(i, w[0].1, w[1].1)))).collect()
}

/// The page is no wider than its window.
#[track_caller]
fn assert_fits(browser: &mut Browser, width: u32) {
    let content = browser.evaluate("document.documentElement.scrollWidth").as_u64().unwrap();
    assert!(content <= width.into(), "{content} pixels are wider than the window");
}

/// What the networks read.
const WINNERS: &str = "[...document.querySelectorAll('li.winner b')].map(digit => digit.textContent).join()";
const SEVEN: [(f64, f64); 3] = [(80.0, 60.0), (200.0, 60.0), (120.0, 230.0)];

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_a_seven_drawn_with_the_mouse_is_read_by_all_networks() {
    let mut browser = Browser::start();
    browser.appear(1280, "light");
    open_digit(&mut browser);
    draw(&mut browser, &along(&SEVEN));
    assert_eq!(browser.evaluate(WINNERS), "7,7,7");
    println!("{}", browser.evaluate("document.getElementById('time').textContent"));
    browser.evaluate("document.getElementById('clear').click()");
    browser.wait_for("document.querySelectorAll('li.winner').length == 0");
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_page_1_fits_its_window_and_all_its_controls_have_names() {
    let mut browser = Browser::start();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
        browser.appear(width, scheme);
        open_digit(&mut browser);
        draw(&mut browser, &along(&SEVEN));
        browser.evaluate("scrollTo(0, 0)");
        assert_fits(&mut browser, width);
        browser.screenshot(&format!("digit_{width}_{scheme}.png"));
        browser.assert_accessible();
    }
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_one_can_draw_with_a_finger_and_with_the_keyboard() {
    let mut browser = Browser::start();
    browser.appear(390, "light");
    open_digit(&mut browser);
    let seven = on_drawing(&mut browser, &along(&SEVEN));
    browser.swipe(&seven);
    browser.wait_for("!asking");
    assert_eq!(browser.evaluate(WINNERS), "7,7,7");

    browser.evaluate("document.getElementById('clear').click()");
    browser.evaluate("at = [140, 60]; drawing.focus()");
    (0..16).for_each(|_| browser.press_with_shift("ArrowDown"));
    browser.wait_for("!asking");
    assert_eq!(browser.evaluate(WINNERS), "1,1,1");
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_buttons_for_test_images_say_what_they_need() {
    let mut browser = Browser::start();
    open_digit(&mut browser);
    let buttons = "[...document.querySelectorAll('.mnist:disabled')].map(button => button.title.split(':')[0]).join()";
    assert_eq!(browser.evaluate(buttons), "They need MNIST,They need MNIST,They need MNIST");
}

#[test]
#[ignore = "needs Chromium"]
#[should_panic(expected = "too pale")]
fn in_chromium_a_pale_text_is_noticed() {
    let mut browser = Browser::start();
    open_digit(&mut browser);
    browser.evaluate("document.getElementById('keys').style.color = '#888'");
    browser.assert_accessible();
}

/// Opens page 2 with settings.
fn open_learn(browser: &mut Browser, query: &str) {
    let port = start(Path::new("nowhere"));
    browser.open(&format!("http://127.0.0.1:{port}/learn?{query}"));
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_the_loss_falls_while_a_run_is_watched_until_it_is_paused() {
    let mut browser = Browser::start();
    browser.appear(1280, "light");
    open_learn(&mut browser, "points=circles&hidden=3&lr=0.3");
    browser.wait_for("frame?.step == 0");
    assert!(browser.evaluate("frame.train.loss").as_f64().unwrap() > 0.7);
    browser.evaluate("$('start').click()");
    browser.wait_for("frame?.step >= 10");
    let (start, first) = (Instant::now(), browser.evaluate("curve.length").as_f64().unwrap());
    browser.wait_for("frame?.step >= 1000");
    let frames = browser.evaluate("curve.length").as_f64().unwrap() - first;
    println!("{:.1} frames a second", frames / start.elapsed().as_secs_f64());
    browser.evaluate("$('start').click()");
    assert!(browser.evaluate("$('train-loss').textContent * 1").as_f64().unwrap() < 0.1);

    let paused = browser.evaluate("frame.step").as_u64().unwrap();
    browser.evaluate("$('one').click()");
    browser.wait_for(&format!("frame?.step == {paused} + 1"));
    browser.evaluate("$('reset').click()");
    browser.wait_for("frame?.step == 0");
    assert_eq!(browser.evaluate("$('start').textContent"), "Start");
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_a_changed_setting_is_in_the_address_and_an_invalid_one_is_explained() {
    let mut browser = Browser::start();
    open_learn(&mut browser, "points=moons");
    browser.evaluate("form.elements.lr.value = '0.3'; form.elements.layer[1].value = '2'; form.onchange()");
    assert_eq!(browser.evaluate("location.search"), "?points=moons&lr=0.3&hidden=4-2");
    browser.wait_for("frame?.units.length == 2");
    for (query, sentence) in
        [("lr=0", "greater than 0"), ("rate=1", "unexpected"), ("hidden=1-1-1-1-1", "1 to 4 layers")]
    {
        open_learn(&mut browser, query);
        browser.wait_for(&format!("$('message').textContent.includes('{sentence}')"));
    }
}

#[test]
#[ignore = "needs Chromium"]
fn in_chromium_page_2_fits_its_window_and_all_its_controls_have_names() {
    let mut browser = Browser::start();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
        browser.appear(width, scheme);
        open_learn(&mut browser, "points=spiral&noise=0.02&hidden=8-8-8-8");
        browser.evaluate("$('speed').value = 100; play(5000)");
        browser.wait_for("frame?.step == 5000");
        assert_fits(&mut browser, width);
        browser.screenshot(&format!("learn_{width}_{scheme}.png"));
        browser.assert_accessible();
    }
}
